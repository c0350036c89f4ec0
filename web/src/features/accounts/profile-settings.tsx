import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { SettingsCard } from '@/components/settings-card';
import { m } from '@/lib/messages';
import { meQuery } from './account-queries';
import { Devices } from './devices';
import { PasswordForm } from './password-form';
import { PictureField } from './picture-field';
import { ProfileForm } from './profile-form';
import classes from './profile-settings.module.css';

export function ProfileSettings() {
  const query = useQuery(meQuery);
  const failure = useFailure(query);
  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <SettingsCard title={m.settings.you} text={m.settings.youText}>
        {query.data ? (
          <>
            <PictureField me={query.data} />
            <ProfileForm me={query.data} />
          </>
        ) : (
          <Skeleton />
        )}
      </SettingsCard>
      <SettingsCard title={m.settings.password} text={m.settings.passwordText}>
        <PasswordForm email={query.data?.email ?? ''} />
      </SettingsCard>
      <SettingsCard title={m.settings.devices} text={m.settings.devicesText}>
        <Devices />
      </SettingsCard>
    </>
  );
}

function Skeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      <i style={{ width: 72, height: 72, borderRadius: 36 }} />
      <i style={{ height: 58 }} />
      <i style={{ height: 78 }} />
      <i style={{ height: 135 }} />
      <i style={{ width: 78, height: 36 }} />
    </div>
  );
}
