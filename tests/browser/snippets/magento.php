<?php
// What the template uses of Magento, with a product from standard input.
class Status {
    const STATUS_ENABLED = 1;
    const STATUS_DISABLED = 2;
}
class_alias(Status::class, 'Magento\Catalog\Model\Product\Attribute\Source\Status');

class Item {
    public function __construct(public array $data) {}
    public function getId() { return $this->data['id']; }
    public function getName() { return $this->data['name']; }
    // The database returns numbers as text.
    public function getStatus() { return (string) ($this->isDisabled() ? Status::STATUS_DISABLED : Status::STATUS_ENABLED); }
    private function isDisabled() { return $this->data['disabled'] ?? false; }
    public function getTypeId() { return isset($this->data['children']) ? 'configurable' : 'simple'; }
    public function getTypeInstance() { return $this; }
    // Magento keeps them by their ids.
    public function getUsedProducts($product) {
        return array_column(array_map(fn ($one) => [$one['id'], new Item($one)], $product->data['children']), 1, 0);
    }
    // A store of a website, by their ids.
    public function getStore() {
        return new class {
            public function getWebsiteId() { return '2'; }
            public function getId() { return '3'; }
        };
    }
    public function isSalable() { return (int) (!$this->isDisabled() && $this->hasStock()); }
    private function hasStock() { return ($this->data['stock'] ?? 1) > 0 || ($this->data['backorders'] ?? false); }
}
class Block {
    public function __construct(private Item $product) {}
    public function getProduct() { return $this->product; }
    public function getUrl($path) { return "https://shop.example/$path/"; }
    public function getViewFileUrl($path) { return '/' . preg_replace('#^js/#', '', $path); }
}
class Escaper {
    public function escapeHtmlAttr($text) { return htmlspecialchars($text, ENT_QUOTES); }
    public function escapeUrl($text) { return htmlspecialchars($text, ENT_QUOTES); }
}
$block = new Block(new Item(json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR)));
$escaper = new Escaper();
require $argv[1];
