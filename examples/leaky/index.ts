import "./network";
import "./security-groups";
import "./servers";
import "./session-manager";
import "./database";
import "./identity";
import "./storage";
import "./audit";
