import { php } from '../../src/core/frontends/php/php.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('php', php, ['<<<TEXT', '$x', '->', '?>', '<?php', '\\']);
