import { create } from 'zustand';

// The model picked in this tab. Nothing picked: the server's default, which is the user's last choice.
export const useModelChoice = create<{ chosen: string | null; choose: (id: string) => void }>(
  (set) => ({ chosen: null, choose: (chosen) => set({ chosen }) }),
);
