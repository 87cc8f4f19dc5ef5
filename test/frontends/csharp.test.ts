import { csharp } from '../../src/core/frontends/csharp/csharp.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('csharp', csharp, ['$"', '@"', '"""', '=>', 'new()']);
