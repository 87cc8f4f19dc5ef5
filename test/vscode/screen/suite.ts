/** What the suites on a screen share: an editor that is opened before the first test and closed after the last. */
import { screenTestsImpossible, openScreen, type Screen, type ScreenOptions } from '../../../scripts/vscode/screen.ts';

/** Skips a suite where no screen can be had, and says why. */
export function unlessImpossible(context: Mocha.Context): void {
  const reason = screenTestsImpossible();
  if (reason === undefined) return;
  console.log(`screen tests: skipped, because ${reason}.`);
  context.skip();
}

/** Gives the suite around it an editor. The screen is there in tests only; `ready` is what is done before the first of them. */
export function useScreen(options: ScreenOptions, ready: (screen: Screen) => Promise<void> = () => Promise.resolve()): () => Screen {
  let screen: Screen | undefined;
  before(async function () {
    unlessImpossible(this);
    screen = await openScreen(options);
    await ready(screen);
  });
  after(async () => {
    await screen?.close();
  });
  return () => {
    if (screen === undefined) throw new Error('The screen is opened before the first test of the suite.');
    return screen;
  };
}
