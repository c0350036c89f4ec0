import { LiveSocket } from './live-socket';
import { isApiError } from './problem';
import { accessToken, refresh, useSession } from './session';

// The page's one live connection. It opens with the session and closes with it.
export const socket = new LiveSocket({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/ws`,
  token: currentToken,
});

export const { onRunEvent, onRecordChanged, onStatus } = socket;

async function currentToken(renew: boolean): Promise<string | null> {
  try {
    return await (renew ? refresh() : accessToken());
  } catch (error) {
    if (isApiError(error) && (error.status === 401 || error.status === 403)) return null;
    throw error;
  }
}

// A remembered user whose session is not settled yet is worth trying: the network may come back.
function follow({ status, user }: ReturnType<typeof useSession.getState>) {
  if (status === 'signed-in' || (status === 'restoring' && user)) socket.start();
  else if (status === 'signed-out') socket.stop();
}

follow(useSession.getState());
useSession.subscribe(follow);
