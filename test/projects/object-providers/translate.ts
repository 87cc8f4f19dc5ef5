import type Session from './session';
import type Sessions from './sessions';

export async function translate(sessions: Sessions, text: string) {
  const { translate } = sessions;
  await translate.send(`Translate into French: ${text}`);
  return check(sessions.verify, `Is this French? ${text}`);
}

const check = async (session: Session, text: string) => session.send(text);
