import { type ComponentType, useEffect, useEffectEvent, useState } from 'react';
import { whenIdle } from '@/lib/idle';
import { m } from '@/lib/messages';
import { toast } from './toast';
import { useBackCloses } from './use-back-closes';

// A dialog whose code is fetched when it first opens, so that the page under it stays light. Where
// the code does not come, the page stays, says so, and fetches it again the next time.
export function lazyDialog<P extends { onClose: () => void }>(
  load: () => Promise<{ default: ComponentType<P> }>,
  // One with an address of its own is left by Back as any page is.
  { hasAddress = false } = {},
) {
  let loaded: ComponentType<P> | null = null;
  async function fetchNow(): Promise<ComponentType<P>> {
    loaded ??= (await load()).default;
    return loaded;
  }
  function LazyDialog(props: P) {
    const [Dialog, setDialog] = useState(() => loaded);
    const { onClose } = props;
    useBackCloses(onClose, !hasAddress);
    const giveUp = useEffectEvent(() => {
      toast(m.problem.partMissing, { kind: 'problem' });
      onClose();
    });
    useEffect(() => {
      if (Dialog) return;
      let wanted = true;
      fetchNow().then(
        (part) => {
          if (wanted) setDialog(() => part);
        },
        () => {
          if (wanted) giveUp();
        },
      );
      return () => {
        wanted = false;
      };
    }, [Dialog]);
    return Dialog && <Dialog {...props} />;
  }
  // Before it is opened, where that is likely. What does not come now is fetched when it opens.
  const fetchEarly = () => whenIdle(() => void fetchNow().catch(() => undefined));
  return Object.assign(LazyDialog, { fetchEarly });
}
