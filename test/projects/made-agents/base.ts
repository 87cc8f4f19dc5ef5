import { ToolLoopAgent, type ToolLoopAgentSettings, type ToolSet } from 'ai';

export class SubAgent<Options = never, Tools extends ToolSet = {}> extends ToolLoopAgent<Options, Tools> {
  constructor(settings: ToolLoopAgentSettings<Options, Tools> & { parent: string }) {
    super({ ...settings, onStepFinish: (step) => settings.onStepFinish?.(step) });
  }
}

export class Fixed extends ToolLoopAgent {
  constructor() {
    super({ model: 'anthropic/claude-sonnet-4-5', instructions: 'You check invoices.' });
  }
}

export class Plain extends ToolLoopAgent {}
