// Every layer but the client maps "vscode" to this empty module, so that any import of the editor's API fails to compile there.
export {};
