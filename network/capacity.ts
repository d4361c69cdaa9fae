export { capacityOf } from "./aws/capacities";
