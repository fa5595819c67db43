<?php
// What the snippet uses of WordPress and WooCommerce, with a product from standard input; prints what its hooks print.
class Product {
	public function __construct( public array $data ) {}
	public function get_id() { return $this->data['id']; }
	public function get_name() { return $this->data['name']; }
	public function is_type( $type ) { return $type === ( isset( $this->data['children'] ) ? 'variable' : $this->data['type'] ?? 'simple' ); }
	public function variation_is_visible() { return ! ( $this->data['disabled'] ?? false ); }
	public function get_children() { return array_column( $this->data['children'], 'id' ); }
	public function managing_stock() { return isset( $this->data['stock'] ); }
	public function get_stock_quantity() { return $this->data['stock'] ?? null; }
	public function backorders_allowed() { return $this->data['backorders'] ?? false; }
	public function is_in_stock() { return ( $this->data['stock'] ?? 1 ) > 0 || $this->backorders_allowed(); }
}
$data    = json_decode( stream_get_contents( STDIN ), true, 512, JSON_THROW_ON_ERROR );
$product = new Product( $data );
$hooks   = array();
$scripts = array();
function add_action( $name, $callback, $priority = 10 ) { $GLOBALS['hooks'][ $name ][] = $callback; }
function wc_get_product( $id ) {
	foreach ( $GLOBALS['data']['children'] ?? array() as $one ) {
		if ( $one['id'] === $id ) return new Product( array( 'type' => 'variation' ) + $one );
	}
	return $id === $GLOBALS['data']['id'] ? new Product( $GLOBALS['data'] ) : false;
}
function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES, 'UTF-8', false ); }
function wc_esc_json( $json ) { return htmlspecialchars( $json, ENT_QUOTES, 'UTF-8', true ); }
function esc_html( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_url( $url ) { return htmlspecialchars( $url, ENT_QUOTES ); }
function wp_json_encode( $value ) { return json_encode( $value, JSON_THROW_ON_ERROR ); }
function home_url( $path ) { return 'https://shop.example' . $path; }
function get_stylesheet_directory_uri() { return ''; }
function is_product() { return true; }
function wp_enqueue_script( $name, $url ) { $GLOBALS['scripts'][] = $url; }
require $argv[1];
foreach ( array( 'woocommerce_single_product_summary', 'wp_enqueue_scripts' ) as $name ) {
	foreach ( $hooks[ $name ] as $callback ) $callback();
}
foreach ( $scripts as $url ) echo '<script src="' . esc_url( $url ) . '" defer></script>';
