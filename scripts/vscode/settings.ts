/** Values for VS Code's `settings.json`: setting id → value. */
export type Settings = Readonly<Record<string, unknown>>;

/** A quiet editor: nothing that reports, recommends, updates itself, asks at the start, or covers the part under test. */
export const quietSettings: Settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  // The example workspace lies inside a git repository; without this the editor asks whether to open that one.
  'git.openRepositoryInParentFolders': 'never',
};

/** The four kinds of colour theme that everything Pennylint draws must work in. */
export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** A colour theme that ships with VS Code. */
export interface Theme {
  /** Value for the setting `workbench.colorTheme`. */
  readonly id: string;
  /** Name in the theme picker. */
  readonly label: string;
  /** Class that the workbench carries while the theme is shown. */
  readonly workbenchClass: string;
}

/** One theme of each kind. */
export const themes: Readonly<Record<ThemeKind, Theme>> = {
  light: { id: 'Light Modern', label: 'Light Modern', workbenchClass: 'vs' },
  dark: { id: 'Dark Modern', label: 'Dark Modern', workbenchClass: 'vs-dark' },
  highContrast: { id: 'Default High Contrast', label: 'Dark High Contrast', workbenchClass: 'hc-black' },
  highContrastLight: { id: 'Default High Contrast Light', label: 'Light High Contrast', workbenchClass: 'hc-light' },
};
