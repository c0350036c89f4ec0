"""The same page and insert with SQLAlchemy's object mapper over asyncpg, as its documentation shows it."""

import uuid

import ujson
from fastapi import Depends, FastAPI, Query
from fastapi.responses import UJSONResponse
from sqlalchemy import Column, Integer, Text, func, select
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, load_only, sessionmaker

from shared import (
    CONNECTIONS, SOCKETS, NewContact, Who, authenticate, digits_of, instant, now, search_text, uuid7,
)

Base = declarative_base()


class Contact(Base):
    __tablename__ = "contacts"
    workspace_id = Column(UUID(as_uuid=True), primary_key=True)
    id = Column(UUID(as_uuid=True), primary_key=True)
    owner_id = Column(UUID(as_uuid=True))
    version = Column(Integer, default=1)
    name = Column(Text)
    name_key = Column(Text)
    email = Column(Text)
    phone = Column(Text)
    phone_digits = Column(Text)
    job_position = Column(Text)
    organization = Column(Text)
    organization_id = Column(UUID(as_uuid=True))
    # "metadata" is a word of the mapper's own.
    details = Column("metadata", JSONB, default=dict)
    search_text = Column(Text)
    created_at = Column(TIMESTAMP(timezone=True))
    updated_at = Column(TIMESTAMP(timezone=True))


class Change(Base):
    __tablename__ = "changes"
    workspace_id = Column(UUID(as_uuid=True), primary_key=True)
    id = Column(UUID(as_uuid=True), primary_key=True)
    owner_id = Column(UUID(as_uuid=True))
    actor_id = Column(UUID(as_uuid=True))
    channel = Column(Text)
    action = Column(Text)
    record_type = Column(Text)
    record_id = Column(UUID(as_uuid=True))
    record_name = Column(Text)
    record_version = Column(Integer)
    after = Column(Text)


app = FastAPI()
engine = create_async_engine(
    f"postgresql+asyncpg://parley_app@/parley?host={SOCKETS}", pool_size=CONNECTIONS, max_overflow=0
)
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
SHOWN = load_only(
    Contact.id, Contact.version, Contact.name, Contact.email, Contact.phone, Contact.job_position,
    Contact.organization, Contact.organization_id, Contact.details, Contact.created_at, Contact.updated_at,
)


async def act_as(session, who):
    await session.execute(
        select(
            func.set_config("parley.user_id", who.user, True),
            func.set_config("parley.workspace_id", who.workspace, True),
        )
    )


def shown(contact):
    return {
        "id": str(contact.id),
        "version": contact.version,
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "job_position": contact.job_position,
        "organization": contact.organization,
        "organization_id": contact.organization_id and str(contact.organization_id),
        "metadata": contact.details,
        "created_at": instant(contact.created_at),
        "updated_at": instant(contact.updated_at),
    }


@app.get("/api/contacts")
async def contacts(limit: int = Query(50, ge=1, le=200), who: Who = Depends(authenticate)):
    async with Session() as session, session.begin():
        await act_as(session, who)
        page = select(Contact).options(SHOWN).order_by(Contact.id.desc()).limit(limit + 1)
        rows = (await session.scalars(page)).all()
    items = [shown(row) for row in rows[:limit]]
    more = items[-1]["id"] if len(rows) > limit else None
    return UJSONResponse({"items": items, "next_cursor": more})


@app.post("/api/contacts", status_code=201)
async def create(contact: NewContact, who: Who = Depends(authenticate)):
    user, workspace, at = uuid.UUID(who.user), uuid.UUID(who.workspace), now()
    async with Session() as session, session.begin():
        await act_as(session, who)
        made = Contact(
            workspace_id=workspace, id=uuid7(), owner_id=user, version=1, name=contact.name,
            name_key=contact.name.lower(), email=contact.email, phone=contact.phone,
            phone_digits=digits_of(contact.phone), job_position=contact.job_position, details={},
            search_text=search_text(contact), created_at=at, updated_at=at,
        )
        session.add(made)
        await session.flush()
        item = shown(made)
        session.add(
            Change(
                workspace_id=workspace, id=uuid7(), owner_id=user, actor_id=user, channel="api", action="created",
                record_type="contact", record_id=made.id, record_name=made.name, record_version=1,
                after=ujson.dumps(item),
            )
        )
    return UJSONResponse(item, status_code=201)
