import type Session from './session';

export default interface Sessions {
  translate: Session;
  verify: Session;
}
