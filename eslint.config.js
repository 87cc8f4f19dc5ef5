import js from '@eslint/js';
import ts from 'typescript-eslint';

export default ts.config(
  {
    ignores: [
      'scripts/no-vscode.d.ts',
      'dist/',
      'out/',
      'artifacts/',
      'node_modules/',
      'examples/',
      '.vscode-test/',
      'test/vscode/workspace/',
      'test/projects/',
      'test/frontends/tools/',
    ],
  },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.mjs'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      // Refusing control characters in hostile input takes a pattern that names them.
      'no-control-regex': 'off',
      // Indexes that the line above has checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/class-methods-use-this': 'off',
    },
  },
  {
    files: ['scripts/**', 'esbuild.mjs', 'test/bench/**', 'test/vscode/**'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked], languageOptions: { globals: { process: 'readonly' } } },
  {
    files: ['test/support/deny-sockets.mjs'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
    languageOptions: { globals: { process: 'readonly' } },
  },
);
