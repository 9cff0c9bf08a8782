// The network between one laptop and the office: it loses, repeats and delays what goes through it, and
// machines die while they wait. Requests and answers pass as the text that goes over the wire.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "client/app/office.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/office_server.hpp"
#include "tests/simulation/trace.hpp"

namespace khaosan::simulation {

// What all networks of a run share.
struct Wires {
  OfficeServer& server;
  FaultPlan& faults;
  Dice& dice;
  TrueTime& time;
  Trace& trace;
  std::function<void()> server_went_down;  // called before it starts again
  Counters& counters;
};

class LaptopNetwork : public client::OfficeNetwork {
 public:
  LaptopNetwork(Wires& wires, const MemoryDisk& laptop) : wires_(wires), laptop_(laptop) {}
  Result<std::unique_ptr<client::PairingChannel>> open_pairing(const std::string& url) override;
  Result<std::unique_ptr<client::Office>> connect(const client::OfficeAddress& address) override;

  // One exchange with the server: `ask` runs there, once or twice, or not at all.
  template <typename Answer>
  Result<Answer> exchange(const char* what, const std::function<Result<Answer>()>& ask);
  void remember(std::function<void()> request);  // it may come once more, later
  Result<server::Device> device(const std::string& token);
  Wires& wires() { return wires_; }
  std::function<void()> meanwhile;  // called while the laptop waits for an answer

 private:
  Done before(const char* what);
  Done after(const char* what, const Refusal* refusal);
  void replay_an_old_one();

  Wires& wires_;
  const MemoryDisk& laptop_;
  std::deque<std::function<void()>> old_requests_;
};

}  // namespace khaosan::simulation
