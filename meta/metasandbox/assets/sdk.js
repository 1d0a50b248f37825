// The part of Meta's JavaScript SDK that Facebook Login for Business needs,
// served by the sandbox. Sandbox – not Meta.
(function () {
  'use strict';

  const sandbox = new URL(document.currentScript.src).origin;
  let settings = null;

  function init(options) {
    if (!options || !/^v\d+\.\d+$/.test(options.version || '')) {
      throw new Error('init not called with valid version');
    }
    if (!options.appId) {
      console.error('FB.init: appId is missing');
    }
    settings = { appId: String(options.appId || ''), version: options.version };
  }

  // Must run inside the click: browsers block a popup that is opened later.
  function login(callback, options = {}) {
    const kind = Object.prototype.toString.call(callback).slice(8, -1).toLowerCase();
    if (callback && kind !== 'function') {
      throw new Error(`Expression is of type ${kind}, not function`);
    }
    if (!settings) {
      console.error('FB.login() called before FB.init().');
      return;
    }
    const channel = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
    const popup = open(dialogURL(options, channel), 'sandbox_login', 'width=600,height=700,popup=yes');
    if (!popup) {
      return; // blocked: Meta's SDK stays silent too
    }
    wait(popup, channel, callback || function () {});
  }

  function dialogURL(options, channel) {
    const url = new URL(`/${settings.version}/dialog/oauth`, sandbox);
    const code = options.override_default_response_type === true && options.response_type;
    const query = {
      client_id: settings.appId,
      config_id: options.config_id,
      scope: options.scope,
      response_type: code || 'token', // Meta ignores response_type without the override
      override_default_response_type: options.override_default_response_type,
      display: 'popup',
      channel,
      origin: location.origin,
    };
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(name, value);
      }
    }
    return url;
  }

  // Answers once: with the dialog's message, or when its window is gone.
  function wait(popup, channel, callback) {
    let closedSeen = false;
    const poll = setInterval(() => {
      if (popup.closed && closedSeen) {
        finish(null); // a second look, as a last message may still be on its way
      }
      closedSeen = popup.closed;
    }, 250);

    function receive(event) {
      if (event.origin === sandbox && event.source === popup && event.data && event.data.channel === channel) {
        finish(event.data.result);
      }
    }

    function finish(result) {
      clearInterval(poll);
      removeEventListener('message', receive);
      callback(response(result));
    }

    addEventListener('message', receive);
  }

  function response(result) {
    if (result && result.code) {
      return { authResponse: { userID: null, expiresIn: null, code: result.code }, status: 'connected' };
    }
    if (result && result.accessToken) {
      const authResponse = { accessToken: result.accessToken, userID: '0', expiresIn: 0, signedRequest: 'sandbox', graphDomain: 'facebook' };
      return { authResponse, status: 'connected' };
    }
    return { authResponse: null, status: 'unknown' };
  }

  window.FB = {
    init,
    login,
    getAuthResponse: () => null,
    getLoginStatus: (callback) => setTimeout(callback, 0, { authResponse: null, status: 'unknown' }),
  };

  if (typeof window.fbAsyncInit === 'function' && !window.fbAsyncInit.hasRun) {
    window.fbAsyncInit.hasRun = true;
    setTimeout(window.fbAsyncInit, 0);
  }
})();
