import { Button, FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Avatar } from '@/components/avatar';
import { problemText } from '@/components/undo-toast';
import { m } from '@/lib/messages';
import { squarePicture } from '@/lib/picture';
import { type Me, pictureQuery, removePicture, savePicture } from './account-queries';
import classes from './profile-settings.module.css';

const kinds = 'image/png,image/jpeg,image/webp';

export function PictureField({ me }: { me: Me }) {
  const { data: picture } = useQuery({ ...pictureQuery, enabled: me.has_avatar });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problemText(problem));
    } finally {
      setBusy(false);
    }
  }

  async function choose(file: File | null): Promise<void> {
    if (!file) return;
    const square = await squarePicture(file).catch(() => null);
    if (!square) return setError(m.settings.pictureBad);
    await attempt(() => savePicture(square));
  }

  return (
    <div className={classes.picture}>
      <Avatar name={me.name} size={72} picture={me.has_avatar ? picture : null} />
      <div>
        <div className={classes.pictureButtons}>
          <FileButton accept={kinds} onChange={(file) => void choose(file)}>
            {(props) => (
              <Button {...props} variant="default" loading={busy}>
                {me.has_avatar ? m.settings.pictureChange : m.settings.pictureChoose}
              </Button>
            )}
          </FileButton>
          {me.has_avatar && (
            <Button
              variant="subtle"
              color="gray"
              disabled={busy}
              onClick={() => void attempt(removePicture)}
            >
              {m.settings.pictureRemove}
            </Button>
          )}
        </div>
        <p className={classes.note} role={error ? 'alert' : undefined}>
          {error ? <span className={classes.error}>{error}</span> : m.settings.pictureNote}
        </p>
      </div>
    </div>
  );
}
