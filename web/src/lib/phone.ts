import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

// A number in its country's usual grouping; what is not a known number stays as it was given.
export function formatPhone(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  return parsed?.isPossible() ? parsed.formatInternational() : phone;
}
