// What a page has to do by itself: keep what is typed, send files with their progress, ask, and find the way back after a lost connection.
'use strict';

const drafts = 'jarvis-draft:';
const states = new WeakMap();

function draftOf(form) {
  try {
    return JSON.parse(sessionStorage.getItem(drafts + (form.dataset.conversation ?? ''))) ?? {};
  } catch {
    return {};
  }
}

function keep(form) {
  const state = states.get(form);
  const draft = { text: form.elements.text.value, approval: form.elements.approval.value, files: state.files.filter(file => file.id).map(({ id, name }) => ({ id, name })), key: state.key };
  sessionStorage.setItem(drafts + (form.dataset.conversation ?? ''), JSON.stringify(draft));
}

function say(form, text, isProblem = false) {
  const status = form.querySelector('[data-status]');
  status.textContent = text;
  status.classList.toggle('wrong', isProblem);
}

function show(form, file) {
  const item = document.createElement('li');
  const name = document.createElement('span');
  name.textContent = file.name;
  const progress = document.createElement('progress');
  progress.max = 1;
  progress.setAttribute('aria-label', `Sending ${file.name}`);
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.className = 'button quiet';
  remove.textContent = '×';
  remove.setAttribute('aria-label', `Leave ${file.name} out`);
  remove.addEventListener('click', () => {
    file.request?.abort();
    const state = states.get(form);
    state.files = state.files.filter(other => other !== file);
    item.remove();
    keep(form);
  });
  item.append(name, progress, remove);
  file.item = item;
  file.progress = progress;
  form.querySelector('[data-files]').append(item);
  if (file.id) {
    progress.remove();
    item.classList.add('sent');
  }
}

function send(form, content) {
  const file = { name: content.name || 'pasted file' };
  states.get(form).files.push(file);
  show(form, file);
  file.done = new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    file.request = request;
    request.open('POST', `/v1/resources?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', event => { file.progress.value = event.lengthComputable ? event.loaded / event.total : 0; });
    request.addEventListener('load', () => {
      if (request.status === 201) {
        file.id = request.response.id;
        file.item.classList.add('sent');
        file.progress.remove();
        keep(form);
        resolve();
      } else {
        fail(request.response?.detail ?? `The server answered ${request.status}.`);
      }
    });
    request.addEventListener('error', () => fail('The connection was lost; leave the file out and add it again.'));
    request.addEventListener('abort', () => resolve());
    request.send(content);

    function fail(reason) {
      file.item.classList.add('wrong');
      file.progress.remove();
      say(form, `${file.name}: ${reason}`, true);
      reject(new Error(reason));
    }
  });
  file.done.catch(() => { /* It is said beside the file. */ });
}

const recording = new Set();

// Sound from the microphone, as a file like any other once it is stopped.
async function record(form, button) {
  const state = states.get(form);
  if (state.recorder) {
    state.recorder.stop();
    return;
  }

  // A second click while the browser asks its user would begin a second recording, which nothing ends.
  if (state.starting) {
    return;
  }

  state.starting = true;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    say(form, 'The browser gives no microphone; allow it for this page, or add a file with sound.', true);
    return;
  } finally {
    state.starting = false;
  }

  if (!form.isConnected) {
    stream.getTracks().forEach(track => track.stop());
    return;
  }

  const pieces = [];
  const recorder = new MediaRecorder(stream);
  const label = button.querySelector('[data-label]');
  recorder.addEventListener('dataavailable', event => pieces.push(event.data));
  recorder.addEventListener('stop', () => {
    stream.getTracks().forEach(track => track.stop());
    state.recorder = undefined;
    recording.delete(form);
    if (!form.isConnected) {
      return;
    }

    button.setAttribute('aria-pressed', 'false');
    label.textContent = 'Record';
    say(form, '');
    const type = recorder.mimeType.split(';')[0];
    send(form, new File(pieces, `recording ${new Date().toLocaleTimeString()}.${type.split('/')[1] ?? 'webm'}`, { type }));
  });
  recorder.start();
  state.recorder = recorder;
  recording.add(form);
  button.setAttribute('aria-pressed', 'true');
  label.textContent = 'Stop recording';
  say(form, 'Recording …');
}

function policy(choice) {
  return { plan: { wholePlan: true }, effects: { aboveCost: 0, sideEffects: ['pays', 'sends', 'writes'] } }[choice];
}

async function ask(form) {
  const state = states.get(form);
  const words = form.elements.text;
  if (words.value.trim().length === 0) {
    say(form, 'Say what is to be done.', true);
    words.focus();
    return;
  }

  if (state.asking) {
    return;
  }

  state.asking = true;
  words.readOnly = true;
  form.setAttribute('aria-busy', 'true');
  const button = form.querySelector('button.primary');
  button.disabled = true;
  try {
    say(form, state.files.some(file => !file.id) ? 'Sending files …' : 'Sending …');
    // Files that are added while others are on their way go with them.
    for (const awaited = new Set(); state.files.some(file => !awaited.has(file));) {
      state.files.forEach(file => awaited.add(file));
      await Promise.all(state.files.map(file => file.done));
    }

    const files = [...state.files];
    // The same key for the same try: what was lost on the way back is not asked, or paid, twice.
    state.key ??= crypto.randomUUID?.() ?? String(Math.random());
    keep(form);
    const body = { text: words.value.trim(), resources: files.filter(file => file.id).map(file => file.id), approval: policy(form.elements.approval.value) };
    const inside = form.dataset.conversation;
    const response = await fetch(inside ? `/v1/conversations/${encodeURIComponent(inside)}/turns` : '/v1/conversations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': state.key },
      body: JSON.stringify(body),
    });
    if (response.status === 401) {
      location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
      return;
    }

    if (!response.ok) {
      state.key = undefined;
      throw new Error((await response.json().catch(() => null))?.detail ?? `The server answered ${response.status}.`);
    }

    const [, conversation, turn] = response.headers.get('Location').match(/conversations\/([^/]+)\/turns\/(\d+)/);
    sessionStorage.removeItem(drafts + (inside ?? ''));
    form.reset();
    files.forEach(file => file.item.remove());
    Object.assign(state, { files: state.files.filter(file => !files.includes(file)), key: undefined });
    say(form, '');
    const to = inside ? `/c/${conversation}/${turn}` : `/c/${conversation}`;
    globalThis.Blazor?.navigateTo ? Blazor.navigateTo(to) : location.assign(to);
  } catch (error) {
    say(form, error instanceof TypeError ? 'Jarvis does not answer; send it again.' : error.message, true);
  } finally {
    state.asking = false;
    words.readOnly = false;
    button.disabled = false;
    form.removeAttribute('aria-busy');
  }
}

function attach(form) {
  const draft = draftOf(form);
  const state = { files: [], key: draft.key };
  states.set(form, state);
  form.dataset.ready = 'true';
  form.elements.text.value ||= draft.text ?? '';
  form.elements.approval.value = draft.approval ?? '';
  for (const { id, name } of draft.files ?? []) {
    const file = { id, name, done: Promise.resolve() };
    state.files.push(file);
    show(form, file);
  }

  const files = form.querySelector('input[type=file]');
  files.addEventListener('change', () => {
    [...files.files].forEach(file => send(form, file));
    files.value = '';
  });
  const microphone = form.querySelector('[data-record]');
  microphone.hidden = !(globalThis.MediaRecorder && navigator.mediaDevices);
  microphone.addEventListener('click', () => record(form, microphone));
  form.addEventListener('input', () => {
    state.key = undefined;
    keep(form);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    ask(form);
  });
  form.elements.text.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !matchMedia('(pointer: coarse)').matches) {
      event.preventDefault();
      ask(form);
    }
  });
  form.addEventListener('paste', event => {
    if (event.clipboardData?.files.length) {
      event.preventDefault();
      [...event.clipboardData.files].forEach(file => send(form, file));
    }
  });
  form.addEventListener('dragover', event => {
    event.preventDefault();
    form.classList.add('over');
  });
  form.addEventListener('dragleave', () => form.classList.remove('over'));
  form.addEventListener('drop', event => {
    event.preventDefault();
    form.classList.remove('over');
    [...event.dataTransfer.files].forEach(file => send(form, file));
  });
}

// Whoever follows a link to a turn or a task, or asks for one, is led there once it is; whoever goes back finds what they left.
let at = location.pathname;
let wanted;
addEventListener('popstate', () => { at = location.pathname; });

function lead() {
  if (at !== location.pathname) {
    at = location.pathname;
    const [, turn, task] = at.match(/^\/c\/[^/]+\/(\d+)(\/t\/\d+)?$/) ?? [];
    wanted = turn && `#turn-${turn}${task ? ' #task-title' : ''}`;
  }

  const element = wanted && document.querySelector(wanted);
  if (element) {
    wanted = undefined;
    const isTask = element.id === 'task-title';
    if (isTask) {
      element.focus({ preventScroll: true });
    }

    element.scrollIntoView({ block: isTask ? 'center' : 'start' });
  }
}

function look(changes = []) {
  document.querySelectorAll('form[data-composer]').forEach(form => states.has(form) || attach(form));
  document.querySelectorAll('img[data-picture]').forEach(fit);
  // Nobody who went elsewhere is listened to.
  [...recording].filter(form => !form.isConnected).forEach(form => {
    recording.delete(form);
    states.get(form).recorder?.stop();
  });
  // What a form does to itself comes before the page is another.
  if (changes.some(change => !change.target.parentElement?.closest('form[data-composer]'))) {
    lead();
  }
}

function fit(picture) {
  const boxes = picture.nextElementSibling;
  if (boxes?.classList.contains('boxes') && picture.naturalWidth > 0) {
    boxes.setAttribute('viewBox', `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
  }
}

document.addEventListener('load', event => { if (event.target instanceof HTMLImageElement) fit(event.target); }, true);
new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
look();

const away = document.getElementById('components-reconnect-modal');
away.addEventListener('components-reconnect-state-changed', event => {
  const state = event.detail.state;
  away.className = `reconnect ${state}`;
  if (state === 'show' && !away.open) {
    away.show();
  } else if (state === 'hide') {
    away.close();
  } else if (state === 'rejected') {
    location.reload();
  } else if (state === 'failed') {
    document.addEventListener('visibilitychange', again, { once: true });
  }
});
away.querySelector('[data-reconnect]').addEventListener('click', again);

// The page's state is in its address and in Jarvis; where the connection cannot be had back, loading it again loses nothing.
async function again() {
  try {
    if (!await Blazor.reconnect()) {
      location.reload();
    }
  } catch {
    away.className = 'reconnect failed';
    document.addEventListener('visibilitychange', again, { once: true });
  }
}
