/** Importing this defines every element but those of `sharing.js`. */
import "./wire.js";
import "./session.js";
import "./status.js";
import "./more.js";
