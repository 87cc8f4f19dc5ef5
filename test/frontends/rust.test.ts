import { rust } from '../../src/core/frontends/rust/rust.ts';
import { describeLanguage } from '../support/languages.ts';

describeLanguage('rust', rust, ['r#"', 'vec![', 'format!(', '?', '::']);
