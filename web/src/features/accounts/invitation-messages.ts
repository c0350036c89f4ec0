export const t = {
  title: (workspace: string) => `Join ${workspace}`,
  lead: (by: string) => `${by} invites you to work together in Parley.`,
  role: (role: string) => `You join as ${role}.`,
  roles: { member: 'a member', administrator: 'an administrator' } as Record<string, string>,
  emailNote: 'The invitation is for this address.',
  submit: 'Join',
  taken:
    'This address already has an account, and an address signs in to one workspace. Sign in, or ask for an invitation to another address.',
  reading: 'Reading the invitation…',
  badTitle: 'This invitation no longer works',
  badText:
    'The link was used already, has expired, was withdrawn, or is not complete. Ask the person who sent it for a new one; it takes them a minute.',
  used: 'You joined already? Then simply sign in.',
  signIn: 'Sign in',
  failed: 'The invitation could not be read',
  busyTitle: 'You are signed in already',
  busyText: (name: string, email: string) =>
    `You are signed in as ${name} (${email}). The invitation makes an account of its own: sign out here to accept it, or open the link in another browser.`,
  signOut: 'Sign out and accept',
  stay: 'Stay signed in',
};
