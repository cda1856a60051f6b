// Asks a gateway by the official clients of the Model Context Protocol, unmodified: node mcp.cjs REVISION CASE, with JARVIS_ADDRESS and JARVIS_KEY. What is
// not as it should be ends with 1.
const assert = require('node:assert/strict');

const revision = process.argv[2];
const isModern = revision === '2026-07-28';
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const silence = 44 + 2 * 8000;
const info = { name: 'jarvis-tests', version: '1' };

// The first package speaks the revisions with sessions, the second the one without.
async function connect(key = process.env.JARVIS_KEY) {
  const { Client, StreamableHTTPClientTransport } = isModern
    ? require('@modelcontextprotocol/client')
    : { ...require('@modelcontextprotocol/sdk/client/index.js'), ...require('@modelcontextprotocol/sdk/client/streamableHttp.js') };
  const client = new Client(info, isModern ? { versionNegotiation: { mode: { pin: revision } } } : {});
  const transport = new StreamableHTTPClientTransport(new URL('mcp', process.env.JARVIS_ADDRESS), { requestInit: { headers: { Authorization: `Bearer ${key}` } } });
  await client.connect(transport);
  const call = (name, args, options) => (isModern ? client.callTool({ name, arguments: args }, options) : client.callTool({ name, arguments: args }, undefined, options));
  return { client, transport, call };
}

const texts = (result) => result.content.filter((part) => part.type === 'text').map((part) => part.text);
const link = (result) => result.content.find((part) => part.type === 'resource_link');

const cases = {
  async greeting({ client, transport }) {
    assert.equal(client.getServerVersion().name, 'jarvis');
    assert.match(client.getInstructions(), /jarvis:\/\//);
    assert.equal(isModern, transport.sessionId === undefined);
  },

  async tools({ client }) {
    const { tools } = await client.listTools();
    const names = tools.map((tool) => tool.name);
    assert.equal(names[0], 'ask');
    assert.ok(names.includes('summarization') && !names.includes('depth-estimation'));
    const paint = tools.find((tool) => tool.name === 'image-to-image');
    assert.deepEqual(paint.inputSchema.required, ['image']);
    assert.ok(paint.inputSchema.properties.operation.enum.includes('blur'));
    assert.equal(paint.annotations.readOnlyHint, true);
  },

  async text({ call }) {
    assert.deepEqual(await call('summarization', { text: 'a long story' }).then(({ content }) => content), [{ type: 'text', text: 'a long story' }]);
    assert.deepEqual(texts(await call('translation', { text: 'hello', target: 'es' })), ['hello in es']);
    assert.deepEqual(texts(await call('table-question-answering', { table: [{ a: 1 }], question: 'what' })), ['[{"a":1}]']);
  },

  async files({ client, call }) {
    const given = await call('image-to-text', { image: `data:image/png;base64,${pixel}` });
    assert.deepEqual(texts(given), [`read ${Buffer.from(pixel, 'base64').length} bytes`]);
    const painted = await call('text-to-image', { text: 'a cat' });
    assert.deepEqual([painted.content[0].type, painted.content[0].data, painted.content[0].mimeType], ['image', pixel, 'image/png']);
    assert.match(link(painted).uri, /^jarvis:\/\/resources\/[0-9a-f]{64}$/);
    assert.deepEqual(texts(await call('image-to-text', { image: link(painted).uri })), texts(given));
    const spoken = await call('text-to-speech', { text: 'hello' });
    assert.equal(Buffer.from(spoken.content[0].data, 'base64').length, silence);
    assert.equal(spoken.content[0].type, 'audio');
    const film = await call('text-to-video', { text: 'a cat' });
    assert.deepEqual(film.content.map((part) => part.type), ['resource_link']);
    const read = await client.readResource({ uri: link(painted).uri });
    assert.equal(read.contents[0].blob, pixel);
  },

  async resources({ client, call }) {
    const { uri } = link(await call('text-to-image', { text: 'a cat' }));
    const { resources, nextCursor } = await client.listResources();
    assert.ok(resources.some((resource) => resource.uri === uri && resource.mimeType === 'image/png'));
    assert.equal(nextCursor, undefined);
    assert.equal((await client.listResourceTemplates()).resourceTemplates[0].uriTemplate, 'jarvis://resources/{id}');
    await assert.rejects(client.readResource({ uri: `jarvis://resources/${'0'.repeat(64)}` }), (error) => error.code === (isModern ? -32602 : -32002));
    await assert.rejects(client.listResources({ cursor: 'none' }), (error) => error.code === -32602);
  },

  async ask({ call }) {
    const answered = await call('ask', { text: 'make media' });
    assert.match(texts(answered)[0], /\(jarvis:\/\/resources\/[0-9a-f]{64}\)/);
    assert.ok(answered.content.some((part) => part.type === 'image'));
    const looked = await call('ask', { text: 'look', files: [`data:text/plain;base64,${Buffer.from('a note').toString('base64')}`] });
    assert.deepEqual(texts(looked), ['heard: look; before: ; files: text/plain file']);
  },

  async errors({ call }) {
    const fails = async (name, args, says) => {
      const result = await call(name, args);
      assert.equal(result.isError, true);
      assert.match(texts(result)[0], says);
    };
    await assert.rejects(call('boil-water', {}), (error) => error.code === -32602);
    await fails('summarization', {}, /text/);
    await fails('summarization', { text: 1 }, /takes a text/);
    await fails('summarization', { text: 'a', colour: 'red' }, /'colour' is no argument/);
    await fails('image-to-text', { image: 'here' }, /jarvis:\/\//);
    await fails('image-to-text', { image: `jarvis://resources/${'0'.repeat(64)}` }, /upload it first/);
    await fails('image-to-text', { image: 'data:image/png;base64,?' }, /base 64/);
    await fails('depth-estimation', { image: `data:image/png;base64,${pixel}` }, /model/);
    await fails('ask', {}, /what is to be done/);
    await fails('ask', { text: 'fail' }, /planner broke/);
  },

  async progress({ call }) {
    const told = [];
    await call('ask', { text: 'make media' }, { onprogress: (progress) => told.push(progress) });
    const steps = told.map((progress) => progress.progress);
    assert.ok(steps.length > 1 && steps.every((step, index) => index === 0 || step > steps[index - 1]), `${steps}`);
    assert.equal(told.at(-1).progress, told.at(-1).total);
    assert.ok(told.every((progress) => progress.message));
  },

  async cancellation({ client, call }) {
    const controller = new AbortController();
    await assert.rejects(call('ask', { text: 'wait' }, { signal: controller.signal, onprogress: () => controller.abort() }));
    assert.ok((await client.listTools()).tools.length > 1);
  },

  async keys() {
    await assert.rejects(connect('jv_none'), (error) => /401|Unauthorized|key/.test(`${error} ${error.code}`));
  },

  async end({ client, transport }) {
    if (isModern) {
      return;
    }
    await transport.terminateSession();
    const other = await connect();
    other.transport._sessionId = 'none';
    await assert.rejects(other.client.listTools(), (error) => error.code === 404);
    await client.close();
  },
};

(async () => {
  const connected = await connect();
  await cases[process.argv[3]](connected);
  await connected.client.close();
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
