// What people do all day: the next thing that somebody does somewhere.
#pragma once

#include "tests/simulation/world.hpp"

namespace khaosan::simulation {

class People {
 public:
  explicit People(World& world) : world_(world), dice_(world.dice) {}
  void do_something();
  void write_something(Laptop& laptop);

 private:
  using Deed = void (People::*)(Laptop&);
  struct Chance {
    int weight;
    Deed deed;
  };
  void new_event(Laptop& laptop);
  void edit_event(Laptop& laptop);
  void new_note(Laptop& laptop);
  void edit_note(Laptop& laptop);
  void new_news(Laptop& laptop);
  void edit_news(Laptop& laptop);
  void school(Laptop& laptop);
  void add_photo(Laptop& laptop);
  void edit_photo(Laptop& laptop);
  void move_photo(Laptop& laptop);
  void take_photo_out(Laptop& laptop);
  void remove(Laptop& laptop);
  void restore(Laptop& laptop);
  void news_act(Laptop& laptop);
  void next_step(Laptop& laptop);
  void odd_act(Laptop& laptop);
  void resolve(Laptop& laptop);
  void same_event(Laptop& laptop);
  void same_news(Laptop& laptop);
  void likeness(Laptop& laptop);
  void tray(Laptop& laptop);
  void sync(Laptop& laptop);
  void machine(Laptop& laptop);
  void act(Laptop& laptop, const Record& news, const std::string& verb);
  std::string likely_verb(const Record& news);
  void sit_down_who_may(Laptop& laptop, const std::string& verb);

  World& world_;
  Dice& dice_;
};

}  // namespace khaosan::simulation
