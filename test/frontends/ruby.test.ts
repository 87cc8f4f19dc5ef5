import { ruby } from '../../src/core/frontends/ruby/ruby.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('ruby', ruby, ['<<~TEXT', '#{', 'do |x|', 'end', '%w[']);
