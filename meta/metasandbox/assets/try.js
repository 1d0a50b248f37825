// What a partner's page does: init, login in the click, a plain callback.
const { appId, configId, version } = document.getElementById('login').dataset;

window.fbAsyncInit = () => {
  FB.init({ appId, version });
  document.getElementById('login').disabled = false;
};

document.getElementById('login').addEventListener('click', () => {
  const result = document.getElementById('result');
  result.textContent = 'The dialog is open.';
  FB.login((response) => {
    result.textContent = JSON.stringify(response, null, 2);
  }, { config_id: configId, response_type: 'code', override_default_response_type: true });
});
