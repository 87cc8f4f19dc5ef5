import assert from 'node:assert/strict';
import { isExamplePath } from '../../src/core/config.ts';

describe('paths of examples', () => {
  it('are folders with the usual names, also with words before them', () => {
    for (const path of [
      'examples/chat.py',
      'apps/voice-memory-demo/src/index.ts',
      'all_agents_tutorials/agent.py',
      '1_foundations/community_contributions/app.py',
      'docs/Cookbook/rag.ts',
      'notebooks/explore.ipynb',
    ])
      assert.ok(isExamplePath(path), path);
  });

  it('are no folders of a program that makes lessons or takes samples', () => {
    for (const path of [
      'app/api/create-course/route.ts',
      'src/generate-sample/index.ts',
      'src/resample/audio.py',
      'lib/demonstrate/run.ts',
      'src/example.py',
      'lib/courses.ts',
    ])
      assert.ok(!isExamplePath(path), path);
  });
});
