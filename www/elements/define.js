/** Importing this defines every element. */
import "./wire.js";
import "./session.js";
import "./pace.js";
import "./status.js";
import "./more.js";
