// What a client does who has had enough. A tab that no script has opened stays.
window.close();
