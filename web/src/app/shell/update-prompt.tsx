import { useEffect } from 'react';
import { useRegisterSW } from 'virtual:pwa-register/react';
import { toast } from '@/components/toast';
import { m } from '@/lib/messages';

// A new version never reloads the page by itself: somebody may be in the middle of a sentence.
export function UpdatePrompt() {
  const {
    needRefresh: [ready],
    updateServiceWorker,
  } = useRegisterSW();

  useEffect(() => {
    if (!ready) return;
    toast(m.update.ready, {
      duration: 0,
      action: { label: m.update.reload, run: () => void updateServiceWorker(true) },
    });
  }, [ready, updateServiceWorker]);

  return null;
}
