import { create } from 'zustand';

type Overlay = 'palette' | 'shortcuts' | 'navigation';

interface OverlayState {
  open: Overlay | null;
  // The text of the palette's field; it may be typed before the palette is there.
  typed: string;
}

// At most one of the shell's own overlays is open.
export const useOverlay = create<OverlayState>(() => ({ open: null, typed: '' }));

export function openOverlay(open: Overlay | null): void {
  useOverlay.setState({ open, typed: '' });
}

export function typeInPalette(typed: string): void {
  useOverlay.setState({ typed });
}
