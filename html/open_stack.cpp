#include "html/open_stack.hpp"

#include <algorithm>

namespace html {

void OpenStack::push(const OpenElement& element) {
  if (!elements_.empty() && !element.is_fostered) elements_.back().shown.has_content = true;
  fostered_ += element.is_fostered ? 1 : 0;
  elements_.push_back(element);
}

void OpenStack::pop() {
  pop_down_to(elements_.size() - 1);
}

void OpenStack::pop_down_to(std::size_t index) {
  while (elements_.size() > index) {
    writer_.leave(elements_.back().shown);
    fostered_ -= elements_.back().is_fostered ? 1 : 0;
    elements_.pop_back();
  }
}

void OpenStack::remove(std::size_t index) {
  writer_.leave(elements_[index].shown);
  fostered_ -= elements_[index].is_fostered ? 1 : 0;
  elements_.erase(elements_.begin() + static_cast<std::ptrdiff_t>(index));
}

void OpenStack::move_up(std::size_t index, std::size_t above) {
  const auto at = [this](std::size_t i) { return elements_.begin() + static_cast<std::ptrdiff_t>(i); };
  std::rotate(at(index), at(index + 1), at(above + 1));
}

std::size_t OpenStack::find(GumboTag tag, std::uint32_t barriers) const {
  const std::size_t found =
      find_last([=](const OpenElement& element) { return element.is_html(tag) || element.has(barriers); });
  return found != kNone && elements_[found].is_html(tag) ? found : kNone;
}

std::size_t OpenStack::find_any(std::uint32_t traits, std::uint32_t barriers) const {
  const std::size_t found = find_last([=](const OpenElement& element) { return element.has(traits | barriers); });
  return found != kNone && elements_[found].has(traits) ? found : kNone;
}

std::size_t OpenStack::find_id(std::uint32_t id) const {
  return find_last([=](const OpenElement& element) { return element.id == id; });
}

void OpenStack::generate_implied_end_tags(GumboTag except) {
  while (elements_.back().has(kImpliedEnd) && elements_.back().tag != except) pop();
}

}  // namespace html
