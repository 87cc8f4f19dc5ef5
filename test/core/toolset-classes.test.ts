import assert from 'node:assert/strict';
import { analysed } from '../support/service.ts';

describe('toolsets of frameworks', () => {
  it('are unknown tools, not one tool', () => {
    const text = [
      'from google.adk.agents import LlmAgent',
      'from google.adk.tools.openapi_tool.openapi_spec_parser.openapi_toolset import OpenAPIToolset',
      'toolset = OpenAPIToolset(spec_str=open("openapi.yaml").read(), spec_str_type="yaml")',
      'agent = LlmAgent(model="gemini-2.5-flash", name="x", instruction="Help.", tools=[toolset])',
    ].join('\n');
    const [costed] = analysed(text).calls('file:///app/main.py');
    assert.equal(costed?.call.tools.state, 'runtime');
    assert.deepEqual(costed.call.tools.tools, []);
    assert.equal(costed.cost.open, true);
  });
});
