import { go } from '../../src/core/frontends/go/go.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('go', go, ['`', 'func f() {', ':=', 'append(']);
