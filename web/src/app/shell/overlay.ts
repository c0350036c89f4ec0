import { create } from 'zustand';

type Overlay = 'palette' | 'shortcuts' | 'navigation';

// At most one of the shell's own overlays is open.
export const useOverlay = create<{ open: Overlay | null }>(() => ({ open: null }));

export function openOverlay(open: Overlay | null): void {
  useOverlay.setState({ open });
}
