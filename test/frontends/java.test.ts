import { java } from '../../src/core/frontends/java/java.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('java', java, ['"""', 'class A {', '.builder()', '->']);
