"""GET and POST /api/contacts with FastAPI and asyncpg (which prepares and keeps every statement)."""

import uuid
from contextlib import asynccontextmanager

import asyncpg
import ujson
from fastapi import Depends, FastAPI, Query
from fastapi.responses import UJSONResponse

from shared import (
    COLUMNS, CONNECTIONS, SOCKETS, NewContact, Who, authenticate, digits_of, instant, now, search_text, uuid7,
)

app = FastAPI()

WHO = "select set_config('parley.user_id', $1, true), set_config('parley.workspace_id', $2, true)"
PAGE = f"select {COLUMNS} from contacts order by id desc limit $1"
INSERT = f"""
    insert into contacts (workspace_id, id, owner_id, version, name, name_key, email, phone, phone_digits, job_position,
                          metadata, search_text, updated_at, created_at)
    values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, '{{}}', $10, $11, $11) returning {COLUMNS}"""
CHANGE = """
    insert into changes (workspace_id, id, owner_id, actor_id, channel, action, record_type, record_id, record_name,
                         record_version, after)
    values ($1, $2, $3, $3, 'api', 'created', 'contact', $4, $5, 1, $6)"""


async def understand_json(connection):
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=ujson.dumps, decoder=ujson.loads)


@app.on_event("startup")
async def connect():
    app.state.pool = await asyncpg.create_pool(
        host=SOCKETS, user="parley_app", database="parley", min_size=CONNECTIONS, max_size=CONNECTIONS,
        init=understand_json,
    )


@asynccontextmanager
async def acting_as(who: Who, readonly=False):
    async with app.state.pool.acquire() as connection:
        async with connection.transaction(readonly=readonly):
            await connection.execute(WHO, who.user, who.workspace)
            yield connection


def shown(row):
    return {
        "id": str(row[0]),
        "version": row[1],
        "name": row[2],
        "email": row[3],
        "phone": row[4],
        "job_position": row[5],
        "organization": row[6],
        "organization_id": row[7] and str(row[7]),
        "metadata": row[8],
        "created_at": instant(row[9]),
        "updated_at": instant(row[10]),
    }


@app.get("/api/contacts")
async def contacts(limit: int = Query(50, ge=1, le=200), who: Who = Depends(authenticate)):
    async with acting_as(who, readonly=True) as connection:
        rows = await connection.fetch(PAGE, limit + 1)
    items = [shown(row) for row in rows[:limit]]
    more = items[-1]["id"] if len(rows) > limit else None
    return UJSONResponse({"items": items, "next_cursor": more})


@app.post("/api/contacts", status_code=201)
async def create(contact: NewContact, who: Who = Depends(authenticate)):
    user, workspace = uuid.UUID(who.user), uuid.UUID(who.workspace)
    async with acting_as(who) as connection:
        row = await connection.fetchrow(
            INSERT, workspace, uuid7(), user, contact.name, contact.name.lower(), contact.email, contact.phone,
            digits_of(contact.phone), contact.job_position, search_text(contact), now(),
        )
        item = shown(row)
        await connection.execute(CHANGE, workspace, uuid7(), user, row[0], contact.name, ujson.dumps(item))
    return UJSONResponse(item, status_code=201)
