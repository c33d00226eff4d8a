//! A client that subxt's code is for: asks a runtime API, and prints the bytes of a call.

use std::{env, error::Error};

use subxt::{OnlineClient, PolkadotConfig};

#[subxt::subxt(runtime_metadata_path = "../.papi/metadata/nes.scale")]
mod nes {}

use nes::runtime_types::{nes_core::price::Usage, pallet_inference::types::Input};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::args().nth(1).ok_or("usage: nes-generators URL")?;
    let client = OnlineClient::<PolkadotConfig>::from_insecure_url(url).await?;
    let block = client.at_current_block().await?;

    let usage = || Usage { input: 3, output: 4 };
    let quote = nes::runtime_apis().market_api().quote(1, usage(), None, None, None);
    let quote = match block.runtime_apis().call(quote).await? {
        Ok(_) => "a quote".into(),
        Err(error) => format!("{error:?}"),
    };
    let input = Input::Inline(b"data:,".to_vec());
    let requests = nes::transactions().inference();
    let call = requests.request(1, 2, input, usage(), 5, Some(9), Some(8));
    println!("{quote} 0x{}", hex(&block.transactions().call_data(&call)?));
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
