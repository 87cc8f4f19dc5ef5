import { kotlin } from '../../src/core/frontends/kotlin/kotlin.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('kotlin', kotlin, ['"""', 'fun f() {', '$x', '->']);
