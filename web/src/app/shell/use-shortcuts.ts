import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';
import { openOverlay, useOverlay } from './overlay';
import { shortcuts } from './shortcuts';
import { typeAhead } from './type-ahead';

const sequencePause = 900;

export function useShortcuts(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let first = '';
    let timer = 0;

    function remember(key: string): void {
      first = key;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => (first = ''), sequencePause);
    }

    function onKey(event: KeyboardEvent): void {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        openOverlay(useOverlay.getState().open === 'palette' ? null : 'palette');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || dialogIsOpen()) return;
      if (event.key === '?') {
        event.preventDefault();
        openOverlay('shortcuts');
        return;
      }
      const typed = `${first} ${event.key}`;
      const match = shortcuts.find(({ keys }) => keys === typed);
      if (match?.to) {
        event.preventDefault();
        remember('');
        void navigate({ to: match.to, search: match.create ? { new: true } : { ...match.search } });
      } else if (/^[gn]$/.test(event.key)) {
        remember(event.key);
      }
    }

    window.addEventListener('keydown', typeAhead, true);
    // Before the page, so that the second key of "n p" is not a key of the row that has the focus.
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('keydown', typeAhead, true);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [navigate]);
}
