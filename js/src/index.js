// @ts-check
// The entry point, as anywidget expects it.

import { shareShortcuts } from "./host.js";
import { Messages } from "./messages.js";
import { Panel } from "./panel.js";

/** @import { InitializeProps, RenderProps } from "@anywidget/types" */
/** @import { Traits } from "./protocol.js" */

export default () => {
  /** @type {Messages} */
  let messages;
  return {
    /** @param {InitializeProps<Traits>} props */
    initialize({ model }) {
      messages = new Messages(model);
      model.on("msg:custom", (message, buffers) => messages.receive(message, buffers));
      return () => messages.close();
    },
    /** @param {RenderProps<Traits>} props */
    render({ model, el }) {
      const panel = new Panel(model, messages);
      el.classList.add("claude-see");
      const controller = new AbortController();
      shareShortcuts(el, controller.signal);
      el.append(...panel.elements);
      const disconnect = panel.connect();
      return () => {
        controller.abort();
        disconnect();
      };
    },
  };
};
