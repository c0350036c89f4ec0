import { lazyInput } from './lazy-input';

// The fields with which lists are filtered and rows changed together.
export const LazyOrganizationInput = lazyInput(
  async () => (await import('./organization-input')).OrganizationInput,
);
export const LazyMemberSelect = lazyInput(
  async () => (await import('./member-select')).MemberSelect,
);
export const LazyDayInput = lazyInput(async () => (await import('./bulk-inputs')).DayInput);

export function lazyChoiceInput(choices: readonly { value: string; label: string }[]) {
  return lazyInput(async () => (await import('./bulk-inputs')).choiceInput(choices));
}
