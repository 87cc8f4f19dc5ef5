/** Version of the package, put in by the build. */
declare const __PENNYLINT_VERSION__: string;
