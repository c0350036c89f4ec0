import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useRunsWorkspace, useSession } from '@/api/session';
import { Avatar } from '@/components/avatar';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { InvitationForm } from './invitation-form';
import { type Member, membersQuery } from './member-queries';
import { OpenInvitations } from './open-invitations';
import classes from './members.module.css';
import { t } from './messages';

const pauseInTyping = 150;
// A list that fits the eye needs no search.
const searchFrom = 8;

export function MembersSettings() {
  const runs = useRunsWorkspace();
  return (
    <>
      {runs && (
        <SettingsCard title={t.invite} text={t.inviteText}>
          <InvitationForm />
        </SettingsCard>
      )}
      {runs && <OpenInvitations />}
      <SettingsCard title={t.title} text={runs ? t.text : `${t.text} ${t.whoInvites}`}>
        <Members />
      </SettingsCard>
    </>
  );
}

function Members() {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), pauseInTyping);
  const query = useInfiniteQuery({ ...membersQuery(search), placeholderData: keepPreviousData });
  const failure = useFailure(query);
  const members = query.data?.pages.flatMap((page) => page.items) ?? [];
  const searchable = typed !== '' || members.length >= searchFrom || query.hasNextPage;

  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <ListSkeleton rows={3} />;
  return (
    <>
      {searchable && (
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {members.length === 0 && <p className={classes.note}>{t.nobody}</p>}
      <ul className={classes.list} aria-label={t.title}>
        {members.map((member) => (
          <Row key={member.id} member={member} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </>
  );
}

function Row({ member }: { member: Member }) {
  const mine = useSession(({ user }) => user?.id === member.id);
  return (
    <li className={classes.row}>
      <Avatar name={member.name} size={36} />
      <div className={classes.lines}>
        <p className={classes.name}>
          <span dir="auto">{member.name}</span>
          {mine && <span className={classes.you}>{m.common.you}</span>}
        </p>
        <p className={classes.second}>{member.email}</p>
      </div>
      <span className={classes.role} data-role={member.role}>
        {m.settings.roles[member.role] ?? member.role}
      </span>
    </li>
  );
}

export function ListSkeleton({ rows }: { rows: number }) {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  );
}
