// Hands the outcome to the page that opened the popup, and to no other origin.
const { channel, origin, code, accessToken } = document.getElementById('outcome').dataset;
const result = code ? { code } : accessToken ? { accessToken } : null;
if (window.opener) {
  window.opener.postMessage({ channel, result }, origin);
  window.close();
}
document.getElementById('stuck').hidden = false;
