// The editor of the API (GraphiQL), for developers: it asks the address it stands at.
(() => {
  "use strict";
  const fetcher = async (asked, { headers } = {}) => {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(asked),
    });
    return answer.json();
  };
  ReactDOM.render(React.createElement(GraphiQL, { fetcher, headerEditorEnabled: true }), document.getElementById("editor"));
})();
