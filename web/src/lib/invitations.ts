// The secret of an invitation's link stands behind the #, so that it never reaches a server's log.
export function invitationIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('invitation') || null;
}
